"""The network that reads claims: one small encoder, read once a sentence, and light heads.

In:   word-piece ids (B, T), word shapes (B, T), mask (B, T); for claims also the rows,
      trigger marks and types of the N claims to be filled
Out:  trigger logits (B, T, types); for each claim role, source, status, hedged and mode logits

Method: *late conditioning*. A BERT-like encoder (MiniLM-L6, 384 wide) is read once. Its
last layers exist twice: one copy gives the triggers; the other is run once for each
trigger, told by added embeddings which words are the trigger and of which type it is, and
gives that claim's roles. Only the last third of the encoder is paid for once a claim.
The base vocabulary has no capitals, so "IS" and "is" are one word piece: the shape of
each word (lower, Capital, UPPER, mixed, digits, mark) is an input of its own.

Letters: B sentences, T word pieces, H width, N claims.
Source of the encoder: Devlin et al. 2019 (BERT), Wang et al. 2020 (MiniLM).
"""

import copy
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

N_SHAPES = 8  # sayso.extract.encode.SHAPES


@dataclass(frozen=True)
class Sizes:
    """Sizes of the encoder, of the heads, and where the encoder forks."""

    vocabulary: int = 30522
    width: int = 384
    layers: int = 6
    heads: int = 12
    inner: int = 1536
    positions: int = 512
    fork: int = 4  # layers read once for both copies; the prototype's choice
    n_types: int = 30
    n_roles: int = 0
    n_modes: int = 0
    n_statuses: int = 4
    dropout: float = 0.1


class Dropout(nn.Module):
    """Dropout that hides the same features of all pieces of a sentence.

    One number a sentence and feature, not one a piece: on two cores drawing numbers took half
    of a training step (16 against 30 sentences a second), and the whole read is noised all the
    same (Gal and Ghahramani 2016 use one mask for all places of a sequence).
    """

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def forward(self, x: Tensor) -> Tensor:
        """Map (B, T, H) to (B, T, H)."""
        if not self.training or not self.share:
            return x
        keep = torch.rand(x.shape[0], 1, x.shape[2]) >= self.share
        return x * (keep.to(x.dtype) / (1 - self.share))


class Layer(nn.Module):
    """One encoder layer: self-attention, then a feed-forward part, each with a norm after."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        h = sizes.width
        self.n_heads = sizes.heads
        self.qkv = nn.Linear(h, 3 * h)
        self.out = nn.Linear(h, h)
        self.norm1 = nn.LayerNorm(h, eps=1e-12)
        self.up = nn.Linear(h, sizes.inner)
        self.down = nn.Linear(sizes.inner, h)
        self.norm2 = nn.LayerNorm(h, eps=1e-12)
        self.drop = Dropout(sizes.dropout)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """Map (B, T, H) to (B, T, H); `bias` (B, 1, 1, T) is large and negative on padding."""
        b, t, h = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, self.n_heads, h // self.n_heads).permute(2, 0, 3, 1, 4)
        if torch.onnx.is_in_onnx_export():
            weights = torch.softmax(
                q @ k.transpose(-1, -2) * (h // self.n_heads) ** -0.5 + bias, -1
            )
            a = weights @ v
        else:
            a = nn.functional.scaled_dot_product_attention(q, k, v, attn_mask=bias.to(q.dtype))
        x = self.norm1(x + self.drop(self.out(a.transpose(1, 2).reshape(b, t, h))))
        return self.norm2(x + self.drop(self.down(nn.functional.gelu(self.up(x)))))


def _head(width: int, n_out: int) -> nn.Sequential:
    return nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.Linear(width, n_out))


class ClaimNet(nn.Module):
    """Encoder with a fork, trigger head and claim heads."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.sizes = sizes
        h = sizes.width
        self.words = nn.Embedding(sizes.vocabulary, h)
        self.places = nn.Embedding(sizes.positions, h)
        self.segment = nn.Parameter(torch.zeros(h))
        self.norm = nn.LayerNorm(h, eps=1e-12)
        self.drop = Dropout(sizes.dropout)
        self.shape = nn.Embedding(N_SHAPES, h)
        nn.init.normal_(self.shape.weight, std=0.02)
        self.lower = nn.ModuleList(Layer(sizes) for _ in range(sizes.fork))
        self.upper = nn.ModuleList(Layer(sizes) for _ in range(sizes.layers - sizes.fork))
        self.claim = copy.deepcopy(self.upper)
        self.trigger_head = _head(h, sizes.n_types)
        self.type_at = nn.Embedding(sizes.n_types, h)  # added at the trigger's pieces
        nn.init.normal_(self.type_at.weight, std=0.5)
        self.type_all = nn.Embedding(sizes.n_types, h)  # added everywhere
        nn.init.normal_(self.type_all.weight, std=0.1)
        self.role_head = nn.Linear(h, sizes.n_roles)
        self.source_head = nn.Linear(h, 3)
        self.status_head = nn.Linear(h, sizes.n_statuses)
        self.hedged_head = nn.Linear(h, 2)
        self.mode_head = nn.Linear(h, sizes.n_modes)

    def start_from(self, weights: Path) -> None:
        """Take the encoder's weights from a safetensors file with BERT's or MPNet's names."""
        given = load_file(str(weights))

        def take(name: str) -> Tensor:
            return given[name] if name in given else given["0.auto_model." + name]

        with torch.no_grad():
            self.words.weight.copy_(take("embeddings.word_embeddings.weight"))
            self.places.weight.copy_(take("embeddings.position_embeddings.weight"))
            self.segment.copy_(take("embeddings.token_type_embeddings.weight")[0])
            self.norm.weight.copy_(take("embeddings.LayerNorm.weight"))
            self.norm.bias.copy_(take("embeddings.LayerNorm.bias"))
            for i, layer in enumerate([*self.lower, *self.upper]):
                at = f"encoder.layer.{i}."
                for part in ("weight", "bias"):
                    layer.qkv.get_parameter(part).copy_(
                        torch.cat(
                            [
                                take(f"{at}attention.self.{n}.{part}")
                                for n in ("query", "key", "value")
                            ]
                        )
                    )
                    for ours, theirs in (
                        ("out", "attention.output.dense"),
                        ("norm1", "attention.output.LayerNorm"),
                        ("up", "intermediate.dense"),
                        ("down", "output.dense"),
                        ("norm2", "output.LayerNorm"),
                    ):
                        getattr(layer, ours).get_parameter(part).copy_(take(f"{at}{theirs}.{part}"))
        self.claim.load_state_dict(self.upper.state_dict())

    def read(self, ids: Tensor, shapes: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Read sentences once: hidden (B, T, H) at the fork, the attention bias, trigger logits."""
        bias = (1.0 - mask[:, None, None, :].float()) * -1e4
        at = torch.arange(ids.shape[1], device=ids.device)
        x = self.words(ids) + self.places(at)[None] + self.segment
        x = self.drop(self.norm(x) + self.shape(shapes))
        for layer in self.lower:
            x = layer(x, bias)
        y = x
        for layer in self.upper:
            y = layer(y, bias)
        return x, bias, self.trigger_head(self.drop(y))

    def fill(self, x: Tensor, bias: Tensor, marks: Tensor, types: Tensor) -> dict[str, Tensor]:
        """Fill N claims: `x` (N, T, H) and `bias` of their sentences, marks (N, T), types (N,)."""
        on = marks[:, :, None].to(x.dtype)
        y = x + on * self.type_at(types)[:, None, :] + self.type_all(types)[:, None, :]
        for layer in self.claim:
            y = layer(y, bias)
        y = self.drop(y)
        at = (y * on).sum(1) / on.sum(1).clamp(min=1)
        return {
            "role": self.role_head(y),
            "source": self.source_head(y),
            "status": self.status_head(at),
            "hedged": self.hedged_head(at),
            "mode": self.mode_head(at),
        }
