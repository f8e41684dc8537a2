# Prints schools.json: lavaan 0.6-14 on R 4.2.2, its HolzingerSwineford1939 by school.  Rscript schools.R
suppressMessages(library(lavaan))
pupils <- HolzingerSwineford1939
cuts <- list(x1 = c(3.9, 4.9, 5.9), x2 = c(5.1, 6.1, 7.1), x3 = c(1.05, 1.8, 3.1), x4 = c(2.1, 2.9, 3.9),
  x5 = c(3.1, 4.4, 5.4), x6 = c(1.2, 2.1, 2.9))
grades <- pupils
for (item in names(cuts)) grades[[item]] <- findInterval(pupils[[item]], cuts[[item]])
mixed <- grades
mixed[c("x4", "x5", "x6")] <- pupils[c("x4", "x5", "x6")]
three <- "visual =~ x1 + x2 + x3\ntextual =~ x4 + x5 + x6\nspeed =~ x7 + x8 + x9"
two <- "visual =~ x1 + x2 + x3\ntextual =~ x4 + x5 + x6\ntextual ~ visual"
loadings <- "loadings"
scalar <- c("loadings", "thresholds", "intercepts")
of_grades <- function(data, items, equal = "", estimator = "WLSMV") {
  sem(two, data, ordered = items, estimator = estimator, group = "school", group.equal = equal)
}
six <- names(cuts)
to_the_end <- list(reltol = 1e-13)  # by default lavaan stops where the scaled chi-square is still 1e-4 off
by_mlr <- function(equal = "") {
  cfa(three, pupils, estimator = "MLR", group = "school", group.equal = equal, optim.method = "BFGS", control = to_the_end)
}
fits <- list(
  MLR_configural = by_mlr(),
  MLR_metric = by_mlr(loadings),
  configural = of_grades(grades, six),
  metric = of_grades(grades, six, loadings),
  scalar = of_grades(grades, six, scalar),
  scalar_ULSMV = of_grades(grades, six, scalar, "ULSMV"),
  scalar_DWLS = of_grades(grades, six, scalar, "DWLS"),
  mixed_configural = of_grades(mixed, six[1:3]),
  mixed_scalar = of_grades(mixed, six[1:3], scalar)
)
measures <- c("npar", "chisq", "df", "pvalue", "chisq.scaled", "pvalue.scaled", "chisq.scaling.factor",
  "baseline.chisq", "baseline.df", "cfi", "tli", "nfi", "cfi.scaled", "tli.scaled", "rmsea.scaled", "cfi.robust",
  "tli.robust", "rmsea.robust", "logl", "aic", "bic", "bic2", "rmsea", "rmsea.ci.lower", "rmsea.ci.upper",
  "rmsea.pvalue", "srmr", "gfi", "agfi")
printed <- function(fit) {
  ordered <- length(lavNames(fit, "ov.ord")) > 0
  rows <- parameterEstimates(fit, standardized = TRUE, ci = FALSE, remove.system.eq = TRUE)
  constant <- rows$op == "~*~" | (ordered & rows$op == "~1" & rows$est == 0)  # of the delta parameterisation
  rows <- rows[rows$op != "==" & !constant, ]
  label <- paste0(lavInspect(fit, "group.label")[rows$group], "|", trimws(paste(rows$lhs, rows$op, rows$rhs)))
  numbers <- round(as.matrix(rows[c("est", "se", "std.lv", "std.all")]), 9)
  seen <- unclass(fitMeasures(fit))
  list(rows = lapply(seq_along(label), function(i) c(list(label[i]), as.list(unname(numbers[i, ])))),
    fit = as.list(signif(seen[intersect(measures, names(seen[!is.na(seen)]))], 12)))
}
told <- lapply(fits, printed)
difference <- function(one, other, ...) {
  table <- lavTestLRT(fits[[one]], fits[[other]], ...)
  list(statistic = table[["Chisq diff"]][2], df = table[["Df diff"]][2], p = table[["Pr(>Chisq)"]][2])
}
told$differences <- list(
  MLR_metric = difference("MLR_metric", "MLR_configural", method = "satorra.bentler.2001"),
  metric = difference("metric", "configural", method = "satorra.2000"),
  scalar = difference("scalar", "metric", method = "satorra.2000")
)
text <- jsonlite::toJSON(told, digits = NA, auto_unbox = TRUE, na = "null")
text <- gsub("],[", "],\n[", text, fixed = TRUE)
writeLines(gsub("\"rows\":[[", "\n\"rows\":[\n[", text, fixed = TRUE), "schools.json")
