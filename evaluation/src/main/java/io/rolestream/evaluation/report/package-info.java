/**
 * Files published with a model: the evaluation as JSON, a model card, and plots. The same evaluation gives the same
 * bytes.
 */
@NullMarked
package io.rolestream.evaluation.report;

import org.jspecify.annotations.NullMarked;
