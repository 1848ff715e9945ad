using GpuFormer.Training;
using Xunit;

namespace GpuFormer.Tests.Host.Training;

public sealed class EvaluationSumTests
{
    [Fact]
    public void Counts_and_loss_are_those_of_the_definition()
    {
        var sum = new EvaluationSum(7);
        sum.Add([0, 0, 3, 0, 0, 0, 0], 2);
        sum.Add([6, 5, 4, 3, 2, 1, 0], 4);
        sum.Add([6, 5, 4, 3, 2, 1, 0], 5);
        var result = sum.Result;
        Assert.Equal(3, result.Count);
        Assert.Equal(100.0 / 3, result.Top1, 1e-9);
        Assert.Equal(200.0 / 3, result.Top5, 1e-9);
        var ladder = Math.Log(Enumerable.Range(0, 7).Sum(k => Math.Exp(k)));
        Assert.Equal((Math.Log(6 + Math.Exp(3)) - 3 + (ladder - 2) + (ladder - 1)) / 3, result.Loss, 1e-9);
        Assert.Equal(1, result.Confusion![2, 2]);
        Assert.Equal(1, result.Confusion[4, 0]);
        Assert.Equal(1, result.Confusion[5, 0]);
    }

    [Fact]
    public void Of_equal_logits_the_lower_class_is_ahead()
    {
        var sum = new EvaluationSum(3);
        sum.Add([1, 1, 0], 0);
        sum.Add([1, 1, 0], 1);
        Assert.Equal(50, sum.Result.Top1);
    }

    [Fact]
    public void Logits_that_are_no_numbers_are_never_right()
    {
        var sum = new EvaluationSum(2);
        sum.Add([float.NaN, float.NaN], 0);
        Assert.Equal(0, sum.Result.Top1);
        Assert.Equal(0, sum.Result.Top5);
        Assert.True(double.IsNaN(sum.Result.Loss));
        Assert.Equal(1, sum.Result.NonFinite);
    }

    [Fact]
    public void A_right_class_beside_a_logit_that_is_no_number_is_not_right()
    {
        var sum = new EvaluationSum(3);
        sum.Add([9, float.NaN, 0], 0, picture: 4);
        sum.Add([9, float.NegativeInfinity, 0], 0, picture: 7);
        sum.Add([9, 1, 0], 0, picture: 8);
        Assert.Equal(100.0 / 3, sum.Result.Top1, 1e-9);
        Assert.Equal([4, 7], sum.Result.NonFinitePictures);
    }

    [Fact]
    public void Recall_and_precision_are_shares_of_rows_and_columns()
    {
        var matrix = new ConfusionMatrix(2);
        matrix.Add(0, 0);
        matrix.Add(0, 0);
        matrix.Add(0, 1);
        matrix.Add(1, 1);
        Assert.Equal(2.0 / 3, matrix.Recall(0), 1e-12);
        Assert.Equal(0.5, matrix.Precision(1), 1e-12);
    }
}
