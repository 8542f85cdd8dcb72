/** Fits the temperature and the coefficient of the joint decision. */
@NullMarked
package io.rolestream.evaluation.calibration;

import org.jspecify.annotations.NullMarked;
