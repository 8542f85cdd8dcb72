/** Comparisons of labellers: their texts from files, and their results in files. */
@NullMarked
package io.rolestream.files.comparison;

import org.jspecify.annotations.NullMarked;
