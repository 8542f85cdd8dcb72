/** {@code rolestream pretrain}: texts from files of resumes, a base to begin with, and what people are told meanwhile. */
@NullMarked
package io.rolestream.trainer.pretrain;

import org.jspecify.annotations.NullMarked;
