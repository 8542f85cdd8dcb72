/** What people did with recommendations, turned into matches with grades, corrected for where an entry stood. */
@NullMarked
package io.rolestream.trainer.matching.feedback;

import org.jspecify.annotations.NullMarked;
