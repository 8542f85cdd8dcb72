/** Tests of the matcher. */
@NullMarked
package io.rolestream.matching;

import org.jspecify.annotations.NullMarked;
