@NullMarked
package io.rolestream.trainer.matching.adversary;

import org.jspecify.annotations.NullMarked;
