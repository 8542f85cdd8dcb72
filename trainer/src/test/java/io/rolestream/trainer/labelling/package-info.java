@NullMarked
package io.rolestream.trainer.labelling;

import org.jspecify.annotations.NullMarked;
