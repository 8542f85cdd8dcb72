@NullMarked
package io.rolestream.cli;

import org.jspecify.annotations.NullMarked;
