@NullMarked
package io.rolestream.benchmarks;

import org.jspecify.annotations.NullMarked;
