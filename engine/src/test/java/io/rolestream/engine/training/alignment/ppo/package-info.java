@NullMarked
package io.rolestream.engine.training.alignment.ppo;

import org.jspecify.annotations.NullMarked;
