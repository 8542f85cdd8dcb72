@NullMarked
package io.rolestream.evaluation.report;

import org.jspecify.annotations.NullMarked;
