/** What trainers report, and the curves of their trainings. */
@NullMarked
package io.rolestream.dashboard.training;

import org.jspecify.annotations.NullMarked;
