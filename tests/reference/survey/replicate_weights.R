# The figures of replicate_weights.json and the answers of replicate_weights.csv, printed by R 4.2.2 with survey 4.1-1.
suppressMessages(library(survey))
branches <- read.csv("branches.csv")
p <- branches[branches$sample == "strata", ][seq(2, 122, 3)[1:32], c("kind", "score", "before", "urban")]
p$y <- as.integer(cut(p$score, c(0, 55, 62, 69, 76, 100)))
p$y[c(5, 19, 30)] <- NA
p$h <- rep(1:16, each = 2)
p$pw <- round(20 + 3 * p$h + c(0, 5), 2)
design <- svydesign(id = ~1, strata = ~h, weights = ~pw, data = p)
set.seed(11)
made <- list(
  jkn = as.svrepdesign(design, type = "JKn"),
  brr = as.svrepdesign(design, type = "BRR"),
  fay = as.svrepdesign(design, type = "Fay", fay.rho = 0.3),
  bootstrap = as.svrepdesign(design, type = "bootstrap", replicates = 20)
)
told <- list()
for (name in names(made)) for (mse in c(FALSE, TRUE)) {
  weights <- round(as.matrix(weights(made[[name]], "analysis")), 8)
  colnames(weights) <- paste0(name, seq_len(ncol(weights)))
  if (!mse) p[colnames(weights)] <- weights
  d <- svrepdesign(data = p, repweights = weights, weights = ~pw, mse = mse,
    type = c(jkn = "JKn", brr = "BRR", fay = "Fay", bootstrap = "bootstrap")[[name]],
    rho = if (name == "fay") 0.3, rscales = if (name == "jkn") rep(0.5, 32), scale = if (name == "jkn") 1)
  one <- function(x) list(estimate = as.numeric(coef(x)), std_error = as.numeric(SE(x)))
  by <- svyby(~y, ~urban, d, svymean, na.rm = TRUE, covmat = TRUE)
  told[[paste0(name, if (mse) "_mse" else "")]] <- list(
    mean = one(svymean(~y, d, na.rm = TRUE)), by = one(by), difference = one(svycontrast(by, c(1, -1))),
    domain = one(svymean(~y, subset(d, kind == "counter"), na.rm = TRUE)),
    ratio = one(svyratio(~score, ~before, d)), degf = degf(d))
}
write.csv(p, "replicate_weights.csv", row.names = FALSE, na = "")
number <- function(x) paste0("[", paste(format(x, digits = 15, trim = TRUE), collapse = ", "), "]")
lines <- sapply(names(told), function(n) paste0("  \"", n, "\": {", paste(sapply(names(told[[n]]), function(k) {
  v <- told[[n]][[k]]
  if (k == "degf") return(paste0("\"degf\": ", v))
  paste0("\"", k, "\": {\"estimate\": ", number(v$estimate), ", \"std_error\": ", number(v$std_error), "}")
}), collapse = ",\n    "), "}"))
writeLines(c("{", paste(lines, collapse = ",\n"), "}"), "replicate_weights.json")
