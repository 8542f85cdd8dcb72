@NullMarked
package io.rolestream.cli.contract;

import org.jspecify.annotations.NullMarked;
