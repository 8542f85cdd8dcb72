@NullMarked
package io.rolestream.trainer.study.girl;

import org.jspecify.annotations.NullMarked;
