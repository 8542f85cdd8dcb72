@NullMarked
package io.rolestream.trainer.study.tuning;

import org.jspecify.annotations.NullMarked;
