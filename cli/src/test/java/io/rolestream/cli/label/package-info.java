@NullMarked
package io.rolestream.cli.label;

import org.jspecify.annotations.NullMarked;
