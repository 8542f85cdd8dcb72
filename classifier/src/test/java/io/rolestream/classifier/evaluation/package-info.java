@NullMarked
package io.rolestream.classifier.evaluation;

import org.jspecify.annotations.NullMarked;
