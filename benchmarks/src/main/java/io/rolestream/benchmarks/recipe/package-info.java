/** What each step of the trainer's recipe is worth, measured on independent labels. */
@NullMarked
package io.rolestream.benchmarks.recipe;

import org.jspecify.annotations.NullMarked;
