using GpuFormer.Kernels.Language;
using ILGPU;

namespace GpuFormer.Kernels.Library;

/// <summary>
/// Losses of boxes against boxes, and their gradients. One thread makes the rows t, t + threads, t + 2 * threads, ...,
/// so that neighbours read neighbours. A row of weight 0 has loss and gradient 0 whatever its boxes.
/// </summary>
public static class BoxLossKernels
{
    // predictions, targets, dPredictions: [rows, 4]   weights: [rows]   terms: [threads]
    // d = prediction - target, by coordinate; loss = weight * (|d| < beta ? d * d / (2 beta) : |d| - beta / 2)
    // `slope` is 1 / beta, or 0 where beta is 0: then the loss is |d|.
    // terms[t] = sum of the losses of the rows of a thread   dPredictions = scale * gradient
    // Grid: X groups of threads.
    [Kernel]
    public static void Regression(
        ArrayView<float> predictions, ArrayView<float> targets, ArrayView<float> weights, ArrayView<float> terms,
        ArrayView<float> dPredictions, int rows, int threads, float beta, float slope, float scale)
    {
        var thread = (Grid.IdxX * Group.DimX) + Group.IdxX;
        if (thread >= threads)
            return;
        var sum = 0f;
        for (var row = thread; row < rows; row += threads)
        {
            var weight = weights[row];
            var counts = weight != 0f;
            for (var i = 0; i < 4; i++)
            {
                var at = (row * 4) + i;
                var d = predictions[at] - targets[at];
                var size = KernelMath.Abs(d);
                var sign = d > 0f ? 1f : (d < 0f ? -1f : 0f);
                var isNear = size < beta;
                var loss = isNear ? 0.5f * d * d * slope : size - (0.5f * beta);
                sum += counts ? weight * loss : 0f;
                dPredictions[at] = counts ? scale * weight * (isNear ? d * slope : sign) : 0f;
            }
        }

        terms[thread] = sum;
    }

    // predictions, targets, dPredictions: [rows, 4], centre x, centre y, width, height   weights: [rows]
    // terms: [threads]
    // With I, U, E the areas of intersection, union and enclosing box: loss = weight * (1 - I / U + (E - U) / E)
    // terms[t] = sum of the losses of the rows of a thread   dPredictions = scale * gradient
    // Where two edges are equal, each has half of the gradient of their maximum or minimum.
    // Grid: X groups of threads.
    [Kernel]
    public static void GeneralisedIou(
        ArrayView<float> predictions, ArrayView<float> targets, ArrayView<float> weights, ArrayView<float> terms,
        ArrayView<float> dPredictions, int rows, int threads, float scale)
    {
        var thread = (Grid.IdxX * Group.DimX) + Group.IdxX;
        if (thread >= threads)
            return;
        var sum = 0f;
        for (var row = thread; row < rows; row += threads)
        {
            var at = row * 4;
            var weight = weights[row];
            var counts = weight != 0f;
            var left = predictions[at] - (0.5f * predictions[at + 2]);
            var right = predictions[at] + (0.5f * predictions[at + 2]);
            var top = predictions[at + 1] - (0.5f * predictions[at + 3]);
            var bottom = predictions[at + 1] + (0.5f * predictions[at + 3]);
            var targetLeft = targets[at] - (0.5f * targets[at + 2]);
            var targetRight = targets[at] + (0.5f * targets[at + 2]);
            var targetTop = targets[at + 1] - (0.5f * targets[at + 3]);
            var targetBottom = targets[at + 1] + (0.5f * targets[at + 3]);

            var across = KernelMath.Min(right, targetRight) - KernelMath.Max(left, targetLeft);
            var down = KernelMath.Min(bottom, targetBottom) - KernelMath.Max(top, targetTop);
            var width = KernelMath.Max(across, 0f);
            var height = KernelMath.Max(down, 0f);
            var intersection = width * height;
            var union = ((right - left) * (bottom - top))
                + ((targetRight - targetLeft) * (targetBottom - targetTop)) - intersection;
            var enclosingAcross = KernelMath.Max(right, targetRight) - KernelMath.Min(left, targetLeft);
            var enclosingDown = KernelMath.Max(bottom, targetBottom) - KernelMath.Min(top, targetTop);
            var enclosingWidth = KernelMath.Max(enclosingAcross, 0f);
            var enclosingHeight = KernelMath.Max(enclosingDown, 0f);
            var enclosing = enclosingWidth * enclosingHeight;
            var iou = intersection / union;
            var loss = 1f - iou + ((enclosing - union) / enclosing);
            sum += counts ? weight * loss : 0f;

            // The loss by the three areas, U being a function of I and of the prediction's own area; each area by its
            // two extents; a clamp passes the gradient at its bound.
            var byArea = (iou / union) - (1f / enclosing);
            var byIntersection = -(1f / union) - byArea;
            var byEnclosing = union / enclosing / enclosing;
            var byWidth = across >= 0f ? byIntersection * height : 0f;
            var byHeight = down >= 0f ? byIntersection * width : 0f;
            var byEnclosingWidth = enclosingAcross >= 0f ? byEnclosing * enclosingHeight : 0f;
            var byEnclosingHeight = enclosingDown >= 0f ? byEnclosing * enclosingWidth : 0f;
            var byOwnWidth = byArea * (bottom - top);
            var byOwnHeight = byArea * (right - left);
            var byLeft = -byOwnWidth - (byWidth * Share(left, targetLeft)) - (byEnclosingWidth * Share(targetLeft, left));
            var byRight = byOwnWidth + (byWidth * Share(targetRight, right)) + (byEnclosingWidth * Share(right, targetRight));
            var byTop = -byOwnHeight - (byHeight * Share(top, targetTop)) - (byEnclosingHeight * Share(targetTop, top));
            var byBottom = byOwnHeight + (byHeight * Share(targetBottom, bottom))
                + (byEnclosingHeight * Share(bottom, targetBottom));

            var factor = scale * weight;
            dPredictions[at] = counts ? factor * (byLeft + byRight) : 0f;
            dPredictions[at + 1] = counts ? factor * (byTop + byBottom) : 0f;
            dPredictions[at + 2] = counts ? factor * 0.5f * (byRight - byLeft) : 0f;
            dPredictions[at + 3] = counts ? factor * 0.5f * (byBottom - byTop) : 0f;
        }

        terms[thread] = sum;
    }

    // The derivative of the larger of two by the first.
    private static float Share(float a, float b) => a > b ? 1f : (a < b ? 0f : 0.5f);
}
