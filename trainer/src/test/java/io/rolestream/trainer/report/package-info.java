@NullMarked
package io.rolestream.trainer.report;

import org.jspecify.annotations.NullMarked;
