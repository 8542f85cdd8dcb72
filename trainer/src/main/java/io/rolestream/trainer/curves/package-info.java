/** How trainings went, step by step: kept in a file, drawn into the model card. */
@NullMarked
package io.rolestream.trainer.curves;

import org.jspecify.annotations.NullMarked;
