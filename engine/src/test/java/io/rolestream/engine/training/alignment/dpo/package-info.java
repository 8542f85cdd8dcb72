@NullMarked
package io.rolestream.engine.training.alignment.dpo;

import org.jspecify.annotations.NullMarked;
