/** What is published beside a model: the evaluation as JSON, a model card, and plots. The same evaluation gives the same bytes. */
@NullMarked
package io.rolestream.trainer.report;

import org.jspecify.annotations.NullMarked;
