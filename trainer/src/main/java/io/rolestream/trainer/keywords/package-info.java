/** Reports on keywords: how often people and models contradict the votes that they support. */
@NullMarked
package io.rolestream.trainer.keywords;

import org.jspecify.annotations.NullMarked;
