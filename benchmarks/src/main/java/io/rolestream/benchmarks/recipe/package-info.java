/** What each step of the trainer's recipe is worth, against labels that came from elsewhere. */
@NullMarked
package io.rolestream.benchmarks.recipe;

import org.jspecify.annotations.NullMarked;
