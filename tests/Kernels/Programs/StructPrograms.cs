using GpuFormer.Kernels.Language;
using ILGPU;

namespace GpuFormer.Tests.Kernels.Programs;

public interface IOperation
{
    static abstract float Apply(float x);

    static virtual bool NeedsIndex => false;
}

public interface IEpilogue
{
    float Apply(float x, int index);
}

public readonly struct Square : IOperation
{
    public static float Apply(float x) => x * x;
}

public readonly struct Ramp : IOperation
{
    public static bool NeedsIndex => true;

    public static float Apply(float x)
    {
        if (x < 0f)
            return 0f;
        if (x > 6f)
            return 6f;
        return x;
    }
}

public readonly struct Then<TFirst, TSecond> : IOperation
    where TFirst : struct, IOperation
    where TSecond : struct, IOperation
{
    public static bool NeedsIndex => TFirst.NeedsIndex || TSecond.NeedsIndex;

    public static float Apply(float x) => TSecond.Apply(TFirst.Apply(x));
}

public readonly struct AddResidual(ArrayView<float> residual, float scale) : IEpilogue
{
    public float Apply(float x, int index) => x + (residual[index] * scale);
}

public readonly struct Chain<TFirst, TSecond> : IEpilogue
    where TFirst : struct, IEpilogue
    where TSecond : struct, IEpilogue
{
    public readonly TFirst First;
    public readonly TSecond Second;
    public readonly bool Both;

    public float Apply(float x, int index)
    {
        var first = First.Apply(x, index);
        return Both ? Second.Apply(first, index) : first;
    }
}

public record struct Complex(float Re, float Im)
{
    public readonly float Norm => (Re * Re) + (Im * Im);

    public static Complex operator +(Complex a, Complex b) => new(a.Re + b.Re, a.Im + b.Im);

    public static Complex operator *(in Complex a, in Complex b) =>
        new((a.Re * b.Re) - (a.Im * b.Im), (a.Re * b.Im) + (a.Im * b.Re));

    public void Turn() => (Re, Im) = (-Im, Re);
}

public struct Counter
{
    public int Count;
    public Complex Last;

    public void Add(int n)
    {
        for (var i = 0; i < n; i++)
            Count += i;
    }
}

public static class StructPrograms
{
    [Kernel]
    [Program(TypeArguments = [typeof(Square)])]
    [Program(TypeArguments = [typeof(Then<Square, Ramp>)])]
    [Program(TypeArguments = [typeof(Then<Then<Ramp, Square>, Square>)])]
    public static void StaticOperators<TOperation>(ArrayView<float> x, ArrayView<float> y, int n)
        where TOperation : struct, IOperation
    {
        var i = Index();
        if (TOperation.NeedsIndex)
            y[i + 12] = i;
        for (var k = 0; k < n; k++)
            y[i] += TOperation.Apply(x[i + k]);
    }

    [Kernel]
    [Program(TypeArguments = [typeof(AddResidual)])]
    [Program(TypeArguments = [typeof(Chain<AddResidual, AddResidual>)])]
    [Program(TypeArguments = [typeof(Chain<Chain<AddResidual, AddResidual>, AddResidual>)])]
    public static void StructArguments<TEpilogue>(ArrayView<float> x, TEpilogue epilogue, ArrayView<float> y, int n)
        where TEpilogue : struct, IEpilogue
    {
        var i = Index();
        for (var k = 0; k < n; k++)
            y[(i * 5) + (k % 5)] = epilogue.Apply(x[i + k], k) + Twice(epilogue, x[k], i);
    }

    [Kernel]
    [Program(TypeArguments = [typeof(AddResidual)])]
    public static void LocalStructsWithViews<TEpilogue>(ArrayView<float> x, ArrayView<float> y, TEpilogue given, int n)
        where TEpilogue : struct, IEpilogue
    {
        var i = Index();
        var first = new AddResidual(x, 3f);
        for (var k = 0; k < n; k++)
        {
            var second = new AddResidual(y, k);
            y[i] += first.Apply(x[i], k) + second.Apply(x[i + 1], 50);
            var copy = given;
            y[i] -= copy.Apply(1f, k);
        }
    }

    [Kernel]
    [Program]
    public static void Structs(ArrayView<float> x, ArrayView<float> y, int n)
    {
        var i = Index();
        var sum = default(Complex);
        var z = new Complex(x[i], 1f);
        for (var k = 0; k < n; k++)
        {
            sum += z * z;
            if (sum.Norm > 1e6f)
                sum = new Complex { Re = 1f };
            sum.Turn();
        }

        var other = sum with { Im = 4f };
        var counter = new Counter { Last = other };
        counter.Add(n);
        counter.Last.Re += 2f;
        ref var last = ref counter.Last;
        last.Im *= 2f;
        last.Turn();
        var chosen = i > 5 ? sum : counter.Last;
        y[i] = sum.Re + other.Im + counter.Count + counter.Last.Norm;
        y[i + 12] = chosen.Re - chosen.Im;
    }

    [Kernel]
    [Program]
    public static void ReferencesAndTuples(ArrayView<int> x, ArrayView<int> y, int n)
    {
        var i = Index();
        ref var slot = ref y[i];
        slot = 4;
        slot += x[i];
        Swap(ref x[i + 40], ref y[i + 24]);
        var (low, high) = Order(x[i], n);
        var total = 0;
        for (var k = low; k < high; k++)
            AddTo(ref total, in k, out var step, ref y[i + 36]);
        slot -= total;
        ref var best = ref x[0];
        for (var k = 1; k < n; k++)
        {
            if (x[k] > best)
                best = ref x[k];
        }

        y[i + 12] = best + Largest(x, i);
    }

    [Kernel]
    [Program]
    public static void SeveralReturns(ArrayView<int> x, ArrayView<int> y, int n)
    {
        var i = Index();
        y[i] = Find(x, i, n) + (Find(x, n, i + 2) * 100);
        var z = Pick(x[i]);
        y[i + 12] = (int)z.Re + (IsPositive(x[i]) ? 1 : 0);
        Guarded(y, i + 24, n);
    }

    private static int Find(ArrayView<int> x, int from, int n)
    {
        for (var k = from; k < from + n; k++)
        {
            if (x[k] > 15)
                return k;
            if (x[k] < -25)
                return -k;
        }

        return 77;
    }

    private static Complex Pick(int x)
    {
        if (x > 0)
            return new(x, 0f);
        return x < -4 ? new(1f, 2f) : default;
    }

    private static bool IsPositive(int x)
    {
        if (x == 3)
            return false;
        return x > 0 && (x & 1) == 0;
    }

    private static void Guarded(ArrayView<int> y, int i, int n)
    {
        if (i > 30)
            return;
        for (; ; )
        {
            if (y[i] > n)
                return;
            y[i] += 3;
        }
    }

    private static float Twice<TEpilogue>(TEpilogue epilogue, float x, int i)
        where TEpilogue : struct, IEpilogue => epilogue.Apply(epilogue.Apply(x, i), i + 1);

    private static (int Low, int High) Order(int a, int b) => a < b ? (a, b) : (b, a);

    private static void Swap(ref int a, ref int b) => (a, b) = (b, a);

    private static ref int Largest(ArrayView<int> x, int i) => ref x[i + 3];

    private static void AddTo(ref int total, in int k, out int step, ref int slot)
    {
        step = k * 2;
        total += step;
        if (step > 6)
            slot++;
    }

    private static int Index() => (Grid.IdxX * Group.DimX) + Group.IdxX;
}
