/** What answers say of the rules' keywords. */
@NullMarked
package io.rolestream.trainer.keywords;

import org.jspecify.annotations.NullMarked;
