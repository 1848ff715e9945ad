using GpuFormer.Training;
using Xunit;

namespace GpuFormer.Tests.Host.Training;

public sealed class ConfusionMatrixTests
{
    private static readonly string[] Labels = ["cat", "dog, large", "cow", "never"];

    // Rows are what is shown: 4 cats, 3 dogs, no cow, which is twice seen all the same.
    private static ConfusionMatrix Matrix
    {
        get
        {
            var matrix = new ConfusionMatrix(4);
            foreach (var (actual, predicted, count) in new[] { (0, 0, 3), (0, 1, 1), (1, 1, 1), (1, 2, 2) })
            {
                for (var i = 0; i < count; i++)
                    matrix.Add(actual, predicted);
            }

            return matrix;
        }
    }

    [Fact]
    public void Scores_of_classes_follow_their_definitions()
    {
        Assert.Equal([0.75, 1.0 / 3], [Matrix.Recall(0), Matrix.Recall(1)]);
        Assert.Equal([1, 0.5, 0], [Matrix.Precision(0), Matrix.Precision(1), Matrix.Precision(2)]);
        Assert.Equal(2 * 0.75 / 1.75, Matrix.F1(0), 1e-12);
        Assert.Equal(2 * (0.5 / 3) / (0.5 + (1.0 / 3)), Matrix.F1(1), 1e-12);
        Assert.Equal(0, Matrix.F1(2));
        Assert.All([Matrix.Recall(2), Matrix.F1(3), Matrix.Precision(3)], score => Assert.True(double.IsNaN(score)));
    }

    // scikit-learn 1.3, zero_division=0: precision_recall_fscore_support([0,0,0,0,1,1,1], [0,0,0,1,1,2,2], average=...)
    [Theory]
    [InlineData(nameof(MetricsAverage.Micro), 0.571428571, 0.571428571, 0.571428571)]
    [InlineData(nameof(MetricsAverage.Macro), 0.5, 0.361111111, 0.419047619)]
    [InlineData(nameof(MetricsAverage.Weighted), 0.785714286, 0.571428571, 0.661224490)]
    public void Averages_are_those_of_scikit_learn(string average, double precision, double recall, double f1)
    {
        var scores = Matrix.Average(Enum.Parse<MetricsAverage>(average));
        Assert.Equal((precision, recall, f1),
            (Math.Round(scores.Precision, 9), Math.Round(scores.Recall, 9), Math.Round(scores.F1, 9)));
    }

    [Fact]
    public void The_table_leaves_out_scores_that_there_are_none_of() => Assert.Equal(
        "class,images,precision,recall,f1\ncat,4,1,0.75,0.857143\n\"dog, large\",3,0.5,0.333333,0.4\n"
        + "cow,0,0,,0\nnever,0,,,\n", Matrix.ToCsv(Labels));
}
