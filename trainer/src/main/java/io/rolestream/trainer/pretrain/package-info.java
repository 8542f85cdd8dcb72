/** Parts of {@code rolestream pretrain}: the corpus, new models, progress. */
@NullMarked
package io.rolestream.trainer.pretrain;

import org.jspecify.annotations.NullMarked;
