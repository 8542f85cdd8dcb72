@NullMarked
package io.rolestream.dashboard.training;

import org.jspecify.annotations.NullMarked;
