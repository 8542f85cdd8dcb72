/** What people are asked about, and how their answers are sent; for the terminal and the dashboard alike. */
@NullMarked
package io.rolestream.stream.review;

import org.jspecify.annotations.NullMarked;
