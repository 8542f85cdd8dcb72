@NullMarked
package io.rolestream.cli.demo;

import org.jspecify.annotations.NullMarked;
