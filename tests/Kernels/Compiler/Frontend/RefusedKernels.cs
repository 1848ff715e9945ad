using GpuFormer.Kernels.Language;
using ILGPU;

namespace GpuFormer.Tests.Kernels.Compiler.Frontend;

/// <summary>Kernels that break one rule each; the name before the underscore is the rule's number.</summary>
internal static class RefusedKernels
{
    private static readonly float[] Table = [1f, 2f];
    private static float _scale = 2f;

    private interface IShape
    {
        float Area();
    }

    [Kernel]
    public static void GF0001_MakeReference(ArrayView<int> y)
    {
        var reference = __makeref(y);
        y[0] = __refvalue(reference, ArrayView<int>)[1];
    }

    [Kernel]
    public static void GF0002_Long(ArrayView<int> y, int n)
    {
        long wide = n;
        y[0] = (int)(wide * wide >> 32);
    }

    [Kernel]
    public static void GF0002_Double(ArrayView<float> y) => y[0] = (float)Math.Sqrt(y[0]);

    [Kernel]
    public static void GF0002_Half(ArrayView<float> y)
    {
        System.Half[] halves = new System.Half[2];
        y[0] = halves.Length;
    }

    [Kernel]
    public static void GF0003_TwoEntries(ArrayView<int> y, int n)
    {
        if (n > 3)
            goto Second;
    First:
        y[0] += 2;
    Second:
        y[1] += n;
        if (y[1] < y[0])
            goto First;
    }

    [Kernel]
    public static void GF0004_Try(ArrayView<int> y, int n)
    {
        try
        {
            y[0] = 1 / n;
        }
        catch (DivideByZeroException)
        {
            y[0] = 0;
        }
    }

    [Kernel]
    public static void GF0005_Throw(ArrayView<int> y, int n)
    {
        if (n > 3)
            throw new InvalidOperationException("No.");
        y[0] = n;
    }

    [Kernel]
    public static void GF0006_Recursion(ArrayView<int> y, int n) => y[0] = Factorial(n);

    [Kernel]
    public static void GF0007_Depth(ArrayView<int> y, int n) => y[0] = Descend<int>(n);

    [Kernel]
    public static void GF0008_Callee(ArrayView<float> y) => y[0] = MathF.Sin(y[0]);

    [Kernel]
    public static void GF0008_ViewLength(ArrayView<float> y) => y[0] = y.IsValid ? 1f : 0f;

    [Kernel]
    public static void GF0009_Max(ArrayView<float> y) => y[0] = MathF.Max(y[0], y[1]);

    [Kernel]
    public static void GF0010_Lambda(ArrayView<int> y, int n)
    {
        Func<int, int> twice = x => x * 2;
        y[0] = twice(n);
    }

    [Kernel]
    public static void GF0010_Closure(ArrayView<int> y, int n)
    {
        Func<int, int> plus = x => x + n;
        y[0] = plus(n);
    }

    [Kernel]
    public static void GF0011_Class(ArrayView<int> y) => y[0] = new Box { Value = 3 }.Value;

    [Kernel]
    public static void GF0011_String(ArrayView<int> y) => y[0] = "kernel".Length;

    [Kernel]
    public static void GF0011_Boxing(ArrayView<float> y)
    {
        IShape shape = new Square(2f);
        y[0] = shape.Area();
    }

    [Kernel]
    public static void GF0012_ArrayLength(ArrayView<int> y, int n) => y[0] = new int[n].Length;

    [Kernel]
    public static void GF0013_StaticArray(ArrayView<float> y) => y[0] = Table[1];

    [Kernel]
    public static void GF0013_StaticField(ArrayView<float> y) => y[0] = _scale += 1f;

    [Kernel]
    public static void GF0014_ChoiceOfViews(ArrayView<float> a, ArrayView<float> b, int n)
    {
        var source = n > 3 ? a : b;
        source[0] = 1f;
    }

    [Kernel]
    public static void GF0014_ViewsChangeInLoop(ArrayView<float> a, ArrayView<float> b, int n)
    {
        var (x, y) = (a, b);
        for (var k = 0; k < n; k++)
        {
            y[k] = x[k + 1];
            (x, y) = (y, x);
        }
    }

    [Kernel]
    public static void GF0015_SharedLength(ArrayView<int> y, int n) => y[0] = SharedMemory.Allocate<int>(n)[0];

    [Kernel]
    public static void GF0016_SharedInLoop(ArrayView<int> y, int n)
    {
        for (var k = 0; k < n; k++)
            y[k] = SharedMemory.Allocate<int>(4)[k];
    }

    [Kernel]
    public static void GF0017_AtomicOnLocal(ArrayView<int> y)
    {
        var local = 3;
        y[0] = Atomic.Add(ref local, 4);
    }

    [Kernel]
    public static void GF0018_Checked(ArrayView<int> y, int n) => y[0] = checked(n + y[1]);

    [Kernel]
    public static void GF0019_Parameter(ArrayView<int> y, long n) => y[0] = (int)n;

    [Kernel]
    public static unsafe void GF0020_StackAllocation(ArrayView<int> y)
    {
        var array = stackalloc int[4];
        y[0] = array[1];
    }

    [Kernel]
    public static void GF0021_Endless(ArrayView<int> y)
    {
        while (true)
            y[0]++;
    }

    [Kernel]
    public static void GF0022_Unassigned(ArrayView<float> y) => y[0] = default(Holder).Values[2];

    [Kernel]
    public static void GF0023_FragmentGroup(ArrayView<float> y)
    {
        var halves = SharedHalves.Allocate(Fragment.Rows * Fragment.Depth);
        var sums = new float[Fragment.Sums];
        Fragment.MultiplyAdd(halves, 0, Fragment.Depth, halves, 0, Fragment.Depth, sums, 0);
        y[Group.IdxX] = sums[0];
    }

    // Not refused: what the constant leaves out is never looked at.
    [Kernel]
    public static void DeadCode(ArrayView<float> y, [Constant] bool check)
    {
        if (check && y[0] < 0f)
            throw new InvalidOperationException("No.");
        if (check)
            _scale = y[1];
        y[2] = check ? MathF.Sin(y[2]) : 4f;
    }

    private static int Factorial(int n) => n < 2 ? 1 : n * Factorial(n - 1);

    private static int Descend<T>(int n) => n < 2 ? 1 : Descend<ValueTuple<T>>(n - 1);

    private readonly record struct Square(float Side) : IShape
    {
        public float Area() => Side * Side;
    }

    private readonly struct Holder(ArrayView<float> values)
    {
        public ArrayView<float> Values => values;
    }

    private sealed class Box
    {
        public int Value;
    }
}
