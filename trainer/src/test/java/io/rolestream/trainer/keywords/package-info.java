@NullMarked
package io.rolestream.trainer.keywords;

import org.jspecify.annotations.NullMarked;
