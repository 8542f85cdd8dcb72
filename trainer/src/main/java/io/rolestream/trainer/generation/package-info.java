/** Parts of {@code rolestream train generator}: pairs of resumes and job descriptions, the training, its model card. */
@NullMarked
package io.rolestream.trainer.generation;

import org.jspecify.annotations.NullMarked;
