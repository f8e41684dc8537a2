# Prints branches.json from branches.csv: R 4.2.2 with survey 4.1-1 and jsonlite.  Rscript branches.R
suppressMessages(library(survey))
branches <- read.csv("branches.csv")
of <- function(name) branches[branches$sample == name, ]
simple <- of("simple")
strata <- of("strata")
districts <- of("districts")
designs <- list(
  simple = svydesign(id = ~1, weights = ~pw, fpc = ~fpc, data = simple),
  strata = svydesign(id = ~1, strata = ~kind, weights = ~pw, fpc = ~fpc, data = strata),
  strata_nofpc = svydesign(id = ~1, strata = ~kind, weights = ~pw, data = strata),
  districts = svydesign(id = ~district, weights = ~pw, fpc = ~fpc, data = districts),
  districts_nofpc = svydesign(id = ~district, weights = ~pw, data = districts)
)
figures <- function(x) list(estimate = as.numeric(coef(x)), std_error = as.numeric(SE(x)))
told <- lapply(designs, function(d) {
  list(means = figures(svymean(~score + before + customers, d)), ratio = figures(svyratio(~answered, ~customers, d)))
})
told$simple$shares <- figures(svymean(~factor(kind), designs$simple))

# one phone branch only: a stratum that cannot vary
lonely <- strata[strata$kind != "phone" | cumsum(strata$kind == "phone") == 1, ]
told$lonely <- lapply(c(adjust = "adjust", certainty = "certainty"), function(rule) {
  options(survey.lonely.psu = rule)
  figures(svymean(~score, svydesign(id = ~1, strata = ~kind, weights = ~pw, data = lonely)))
})
options(survey.lonely.psu = "fail")

jackknife <- as.svrepdesign(designs$districts_nofpc)
kinds <- svyby(~score, ~kind, jackknife, svymean)
told$jk1 <- list(count = ncol(weights(jackknife, "analysis")), mean = figures(svymean(~score, jackknife)),
  ratio = figures(svyratio(~answered, ~customers, jackknife)),
  by_kind = list(kind = kinds$kind, estimate = as.numeric(coef(kinds)), std_error = as.numeric(SE(kinds))))
jackknife <- as.svrepdesign(designs$strata_nofpc)
told$jkn <- list(rscales = jackknife$rscales, mean = figures(svymean(~score, jackknife)))

by_kind <- svyby(~score, ~kind, designs$strata, svymean, covmat = TRUE)
told$contrast_counter_phone <- figures(svycontrast(by_kind, c(1, -1, 0)))
for (name in c("simple", "strata", "districts")) {
  test <- svyttest(score ~ urban, designs[[name]])
  told[[name]]$ttest <- list(estimate = as.numeric(test$estimate), statistic = as.numeric(test$statistic),
    df = as.numeric(test$parameter))
}

kind <- data.frame(kind = c("counter", "phone", "web"), Freq = c(4000, 800, 1200))
urban <- data.frame(urban = c("No", "Yes"), Freq = c(1500, 4500))
close <- list(maxit = 200, epsilon = 1e-12)
weighed <- function(d) {
  w <- as.numeric(weights(d, "sampling"))
  list(weights = w, effective_n = sum(w)^2 / sum(w^2))
}
raked <- rake(designs$districts, list(~kind, ~urban), list(kind, urban), control = close)
told$rake <- weighed(raked)
told$poststratify <- weighed(postStratify(designs$districts, ~kind, kind))
told$trim_35_60 <- weighed(trimWeights(raked, lower = 35, upper = 60, strict = TRUE))
jackknife <- rake(as.svrepdesign(designs$districts), list(~kind, ~urban), list(kind, urban), control = close)
told$rake_jk1 <- figures(svymean(~score, jackknife))
writeLines(jsonlite::toJSON(told, digits = NA, auto_unbox = TRUE, pretty = 2), "branches.json")
