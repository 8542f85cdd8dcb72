@NullMarked
package io.rolestream.trainer.pretrain;

import org.jspecify.annotations.NullMarked;
