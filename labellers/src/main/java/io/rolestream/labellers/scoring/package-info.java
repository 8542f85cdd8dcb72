/** From scores of roles to their probabilities. */
@NullMarked
package io.rolestream.labellers.scoring;

import org.jspecify.annotations.NullMarked;
