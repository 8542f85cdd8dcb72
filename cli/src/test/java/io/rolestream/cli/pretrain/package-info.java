@NullMarked
package io.rolestream.cli.pretrain;

import org.jspecify.annotations.NullMarked;
