/** Export of training examples: CSV, JSON and Parquet. */
@NullMarked
package io.rolestream.trainer.export;

import org.jspecify.annotations.NullMarked;
