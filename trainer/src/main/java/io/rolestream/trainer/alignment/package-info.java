/** Parts of {@code rolestream train align}: prompts of resumes, rewards by a recommender's model, the run, its card. */
@NullMarked
package io.rolestream.trainer.alignment;

import org.jspecify.annotations.NullMarked;
