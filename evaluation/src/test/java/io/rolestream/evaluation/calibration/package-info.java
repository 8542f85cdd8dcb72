@NullMarked
package io.rolestream.evaluation.calibration;

import org.jspecify.annotations.NullMarked;
