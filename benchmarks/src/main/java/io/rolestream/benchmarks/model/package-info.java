/** What the model costs: sequences a second beside the best matrix product of the same machine in the same run. */
@NullMarked
package io.rolestream.benchmarks.model;

import org.jspecify.annotations.NullMarked;
