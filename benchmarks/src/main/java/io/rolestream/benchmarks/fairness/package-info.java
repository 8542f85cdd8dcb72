/** Whether who a person is changes what is recommended. */
@NullMarked
package io.rolestream.benchmarks.fairness;

import org.jspecify.annotations.NullMarked;
