"""DDPM in NumPy, written for one test: t counts from 0, data lie in [0, 1].

Nothing of the library is used. The certificate is tried on it with a mistake put in."""
import math
import numpy as np
from scipy.special import log_ndtr

first_t = 0
data_range = (0, 1)
T = 1000


def linear_schedule(T):
    if T == 1:
        return np.minimum(np.array([1e-4]) * 1000, 0.999)
    return np.minimum(np.linspace(1e-4, 0.02, T) * (1000 / T), 0.999)


def cosine_schedule(T):
    i = np.arange(T + 1)
    a = (i / T + 0.008) / 1.008 * (math.pi / 2)
    f = np.cos(a) ** 2
    return np.minimum(1 - f[1:] / f[:-1], 0.999)


betas = linear_schedule(T)
alphas = 1 - betas
log_bars = np.cumsum(np.log1p(-betas))
alpha_bars = np.exp(log_bars)
one_minus_alpha_bars = -np.expm1(log_bars)
bars_before = np.append(1.0, alpha_bars[:-1])
left_before = np.append(0.0, one_minus_alpha_bars[:-1])
posterior_variances = betas * left_before / one_minus_alpha_bars
snr = alpha_bars / one_minus_alpha_bars


def pick(table, t, x):
    "Entries of a table, one for each image."
    return np.asarray(table)[t].reshape(-1, *[1] * (x.ndim - 1))


def q_step(x_prev, t, eps):
    keep = np.sqrt(pick(alphas, t, x_prev))
    add = np.sqrt(pick(betas, t, x_prev))
    return keep * x_prev + add * eps


def q_sample(x0, t, eps):
    signal = np.sqrt(pick(alpha_bars, t, x0))
    noise = np.sqrt(pick(one_minus_alpha_bars, t, x0))
    return signal * x0 + noise * eps


def q_posterior(x0, x_t, t):
    root_before = np.sqrt(pick(bars_before, t, x_t))
    root_alpha = np.sqrt(pick(alphas, t, x_t))
    left = pick(one_minus_alpha_bars, t, x_t)
    of_x0 = root_before * pick(betas, t, x_t) / left
    of_xt = root_alpha * pick(left_before, t, x_t) / left
    mean = of_x0 * x0 + of_xt * x_t
    variance = pick(posterior_variances, t, x_t)
    return mean, variance


def predict_x0(x_t, t, eps):
    noise = np.sqrt(pick(one_minus_alpha_bars, t, x_t))
    signal = np.sqrt(pick(alpha_bars, t, x_t))
    return (x_t - noise * eps) / signal


def predict_eps(x_t, t, x0):
    signal = np.sqrt(pick(alpha_bars, t, x_t))
    noise = np.sqrt(pick(one_minus_alpha_bars, t, x_t))
    return (x_t - signal * x0) / noise


def predict_v(x0, t, eps):
    a = np.sqrt(pick(alpha_bars, t, x0))
    b = np.sqrt(pick(one_minus_alpha_bars, t, x0))
    return a * eps - b * x0


def split_v(x_t, t, v):
    a = np.sqrt(pick(alpha_bars, t, x_t))
    b = np.sqrt(pick(one_minus_alpha_bars, t, x_t))
    return a * v + b * x_t, a * x_t - b * v


def gaussian_kl(mean1, var1, mean2, var2):
    u = var1 / var2 - 1
    square = (mean1 - mean2) ** 2 / var2
    return (square + u - np.log1p(u)) / 2


def decoder(x0, mean, variance):
    sd = np.sqrt(variance)
    half = 1 / 510
    low = (x0 - half - mean) / sd
    high = (x0 + half - mean) / sd
    low = np.where(x0 < 0.5 / 255, -np.inf, low)
    high = np.where(x0 > 254.5 / 255, np.inf, high)
    low, high = np.where(low > 0, -high, low), np.where(low > 0, -low, high)
    a, b = log_ndtr(low), log_ndtr(high)
    with np.errstate(divide='ignore'):
        return b + np.log(-np.expm1(a - b))


def bits(nats):
    return nats.reshape(len(nats), -1).mean(1) / math.log(2)


def vlb_terms(x0, p):
    rng = np.random.default_rng(0)
    zero = np.zeros_like(x0)
    end = np.sqrt(alpha_bars[-1]) * x0
    prior = bits(gaussian_kl(end, one_minus_alpha_bars[-1], zero, 1.0))
    terms = []
    for t in range(T):
        x_t = q_sample(x0, np.full(len(x0), t), rng.standard_normal(x0.shape))
        mean, variance = p(x_t, t)
        if t == 0:
            last = bits(-decoder(x0, mean, variance))
        else:
            q = q_posterior(x0, x_t, np.full(len(x0), t))
            terms.append(bits(gaussian_kl(*q, mean, variance)))
    terms = np.stack(terms, 1)
    return {'prior': prior, 'terms': terms, 'decoder': last,
            'total': prior + terms.sum(1) + last}


def mean_from_eps(x_t, t, eps):
    share = pick(betas / np.sqrt(one_minus_alpha_bars), t, x_t)
    return (x_t - share * eps) / np.sqrt(pick(alphas, t, x_t))


def vlb_weight(t, variance='large'):
    sigma2 = {'large': betas, 'small': posterior_variances}[variance]
    return (betas[t] ** 2) / (2 * sigma2[t] * alphas[t] * one_minus_alpha_bars[t])


def simple_loss(eps, eps_hat):
    error = (eps - eps_hat) ** 2
    return error.reshape(len(error), -1).mean(1)


def p_variance(t, variance='large'):
    return {'large': betas, 'small': posterior_variances}[variance][t]


def p_mean_variance(x_t, t, x0, variance='large'):
    mean, _ = q_posterior(x0, x_t, t)
    if isinstance(variance, str):
        variance = pick(p_variance(np.arange(T), variance), t, x_t)
    return mean, variance


def learned_variance(t, v):
    small = np.append(posterior_variances[1], posterior_variances[1:])
    f = (v + 1) / 2
    big, little = np.log(pick(betas, t, v)), np.log(pick(small, t, v))
    return np.exp(f * big + (1 - f) * little)


def p_step(x_t, t, x0, z, variance='large'):
    mean, sigma2 = p_mean_variance(x_t, t, x0, variance)
    later = (np.asarray(t) > 0).reshape(-1, *[1] * (x_t.ndim - 1))
    return mean + later * np.sqrt(sigma2) * z


def ddim_step(x_t, t, x0, eps, eta, z):
    sigma2 = eta**2 * pick(posterior_variances, t, x_t)
    before = pick(bars_before, t, x_t)
    old = pick(left_before, t, x_t) - sigma2
    mean = np.sqrt(before) * x0 + np.sqrt(np.maximum(old, 0)) * eps
    return mean + np.sqrt(sigma2) * z


def dpmpp_step(x_t, t, x0, x0_before=None, t_before=None):
    lam = np.log(snr) / 2
    D = x0
    if x0_before is not None and t > 0:
        h, h_last = lam[t - 1] - lam[t], lam[t] - lam[t_before]
        D = x0 + (h / h_last / 2) * (x0 - x0_before)
    eps = (x_t - np.sqrt(alpha_bars[t]) * D) / np.sqrt(one_minus_alpha_bars[t])
    return np.sqrt(bars_before[t]) * D + np.sqrt(left_before[t]) * eps


def spaced_times(n, spacing='uniform'):
    i = np.arange(n)
    u = i / (n - 1) if n > 1 else np.ones(1)
    clock = np.log(snr)
    if spacing == 'uniform':
        tau = (T - 1) * u
    elif spacing == 'quadratic':
        tau = (T - 1) * u**2
    elif spacing == 'trailing':
        tau = T * (i + 1) / n - 1
    else:
        wanted = clock[0] + u * (clock[-1] - clock[0])
        tau = np.interp(-wanted, -clock, np.arange(T))
    tau = np.floor(tau + 0.5).astype(int)
    tau = np.maximum.accumulate(tau - i) + i
    return np.minimum(tau, T - n + i)


def respace(steps, spacing='uniform', end=None):
    end = T - 1 if end is None else end
    if isinstance(steps, int):
        u = np.arange(steps) / max(steps - 1, 1)
        steps = np.floor(end * u + 0.5).astype(int)
    steps = np.asarray(steps)
    logs = np.append(0.0, log_bars[steps])
    return -np.expm1(np.diff(logs)), steps


def mixture_scores(x, t, means, std, weights):
    a = np.sqrt(alpha_bars[t])[:, None]
    b = np.sqrt(one_minus_alpha_bars[t])[:, None]
    V = (a * std) ** 2 + b**2
    d2 = (x**2).sum(1, keepdims=True) - 2 * a * (x @ means.T) + a**2 * (means**2).sum(1)
    logs = np.log(weights) - d2 / (2 * V)
    return logs - x.shape[1] / 2 * np.log(2 * math.pi * V), a, (b, V)


def mixture_eps(x_t, t, means, std, weights):
    x = x_t.reshape(len(x_t), -1)
    logs, a, (b, V) = mixture_scores(x, t, means, std, weights)
    p = np.exp(logs - logs.max(1, keepdims=True))
    p = p / p.sum(1, keepdims=True)
    return (b / V * (x - a * (p @ means))).reshape(x_t.shape)


def mixture_log_prob(x_t, t, means, std, weights):
    logs = mixture_scores(x_t.reshape(len(x_t), -1), t, means, std, weights)[0]
    top = logs.max(1)
    return top + np.log(np.exp(logs - top[:, None]).sum(1))


def mixture_draw(n, means, std, weights):
    rng = np.random.default_rng(1)
    k = rng.choice(len(means), n, p=weights)
    return means[k] + std * rng.standard_normal((n, means.shape[1]))
