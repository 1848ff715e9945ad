using GpuFormer.Training;
using Xunit;

namespace GpuFormer.Tests.Host.Training;

public sealed class LearningRateScheduleTests
{
    // Networks 2.3: the samples that the official schedule gives.
    [Theory]
    [InlineData(1e-3, 0, 1e-4)]
    [InlineData(1e-3, 1, 4e-4)]
    [InlineData(1e-3, 2, 7e-4)]
    [InlineData(1e-3, 3, 9.99891e-4)]
    [InlineData(1e-3, 10, 9.98794e-4)]
    [InlineData(1e-3, 100, 8.84192e-4)]
    [InlineData(1e-3, 225, 5.05e-4)]
    [InlineData(1e-3, 400, 3.9852e-5)]
    [InlineData(1e-3, 449, 1.0012e-5)]
    [InlineData(1e-3, 450, 1e-5)]
    [InlineData(1e-3, 459, 1e-5)]
    [InlineData(9e-4, 1, 3.66667e-4)]
    [InlineData(9e-4, 3, 8.99902e-4)]
    [InlineData(9e-4, 100, 7.9589e-4)]
    [InlineData(9e-4, 225, 4.55e-4)]
    [InlineData(8e-4, 1, 3.33333e-4)]
    [InlineData(8e-4, 3, 7.99913e-4)]
    [InlineData(8e-4, 225, 4.05e-4)]
    public void Cosine_gives_the_rates_of_the_official_recipe(double baseRate, int epoch, double expected)
    {
        var schedule = new CosineSchedule
        {
            BaseRate = baseRate,
            Epochs = 450,
            WarmUpEpochs = 3,
            WarmUpRate = 1e-4,
            LowestRate = 1e-5,
            CoolDownEpochs = 10,
        };
        // The page gives five or six digits.
        Assert.Equal(expected, schedule.At(epoch), 1e-5 * expected);
        Assert.Equal(460, schedule.TotalEpochs);
    }

    [Fact]
    public void Steps_multiply_the_rate_and_warm_up_does_not_shift_them()
    {
        var schedule = new StepSchedule
        {
            BaseRate = 0.4,
            Epochs = 90,
            DecayEpochs = 30,
            DecayFactor = 0.1,
            WarmUpEpochs = 5,
            WarmUpRate = 0,
        };
        Assert.Equal(0.16, schedule.At(2), 1e-12);
        Assert.Equal(0.4, schedule.At(29), 1e-12);
        Assert.Equal(0.04, schedule.At(30), 1e-12);
        Assert.Equal(0.004, schedule.At(89), 1e-12);
        Assert.Equal(90, schedule.TotalEpochs);
    }

    // timm 1.0: MultiStepLRScheduler, PolyLRScheduler, k_decay and warmup_prefix.
    [Fact]
    public void Rates_fall_at_milestones()
    {
        var schedule = new MultistepSchedule { BaseRate = 0.4, Epochs = 9, Milestones = [3, 6], DecayFactor = 0.1 };
        Assert.Equal([0.4, 0.4, 0.04, 0.04, 0.04, 0.004, 0.004],
            Enumerable.Range(0, 7).Select(epoch => Math.Round(schedule.At(epoch), 9)));
        Assert.Equal(9, (schedule with { CoolDownEpochs = 3 }).TotalEpochs);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(5, 0.1 + (0.9 * 0.8660254037844386))]
    [InlineData(10, 0.1 + (0.9 * 0.7071067811865476))]
    [InlineData(20, 0.1)]
    [InlineData(25, 0.1)]
    public void Polynomials_fall_to_the_lowest_rate(int epoch, double expected)
    {
        var schedule = new PolynomialSchedule
        {
            BaseRate = 1,
            Epochs = 20,
            LowestRate = 0.1,
            Power = 0.5,
            CoolDownEpochs = 10,
        };
        Assert.Equal(expected, schedule.At(epoch), 1e-12);
        Assert.Equal(30, schedule.TotalEpochs);
    }

    [Fact]
    public void K_decay_falls_later_and_a_prefix_shifts()
    {
        var schedule = new CosineSchedule { BaseRate = 1, Epochs = 10, KDecay = 2 };
        Assert.Equal(0.5 * (1 + Math.Cos(Math.PI * 0.25)), schedule.At(5), 1e-12);
        var shifted = schedule with { WarmUpEpochs = 3, WarmUpRate = 0.4, WarmUpComesBefore = true };
        Assert.Equal(0.6, shifted.At(1), 1e-12);
        Assert.Equal(1, shifted.At(3), 1e-12);
        Assert.Equal(schedule.At(5), shifted.At(8), 1e-12);
        Assert.Equal(13, shifted.TotalEpochs);
    }

    [Fact]
    public void Constant_stays_once_warm()
    {
        var schedule = new ConstantSchedule { BaseRate = 0.01, Epochs = 4, WarmUpEpochs = 2, WarmUpRate = 0.002 };
        Assert.Equal(0.006, schedule.At(1), 1e-12);
        Assert.Equal(0.01, schedule.At(2));
        Assert.Equal(0.01, schedule.At(3.5));
    }
}
