/** What is left of a person after a resume was deleted. */
@NullMarked
package io.rolestream.system.privacy;

import org.jspecify.annotations.NullMarked;
