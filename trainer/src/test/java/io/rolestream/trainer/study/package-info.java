@NullMarked
package io.rolestream.trainer.study;

import org.jspecify.annotations.NullMarked;
