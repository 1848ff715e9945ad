using System.Reflection;
using System.Runtime.InteropServices;
using GpuFormer.Devices.Cpu;
using GpuFormer.Kernels.Compiler;
using GpuFormer.Kernels.Language;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Specialisation;
using GpuFormer.Tests.Ops;
using ILGPU;
using Xunit;

namespace GpuFormer.Tests.Kernels.Targets.Cpu;

/// <summary>
/// C# kernels as machine code against the same methods on ILGPU's CPU accelerator, over groups that are one vector,
/// several, no multiple of one, and have more than one side.
/// </summary>
public sealed class CpuKernelTests
{
    private const int Elements = 512;

    public static TheoryData<string, int> Cases
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var kernel in typeof(CpuTestKernels).GetMethods().Where(m => m.IsDefined(typeof(KernelAttribute))))
            {
                foreach (var lanes in new[] { 1, 4, 8, 16 })
                    data.Add(kernel.Name, lanes);
            }

            return data;
        }
    }

    private static GroupShape[] Groups =>
        [new(8), new(1), new(7), new(24), new(8, 2), new(16, 3, 2), new(5, 2)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Compiled_kernel_does_what_the_method_does(string kernel, int lanes)
    {
        var method = typeof(CpuTestKernels).GetMethod(kernel)!;
        foreach (var group in Groups)
        {
            var specialisation = new KernelSpecialisation(method, group);
            using var cpu = new CpuDevice(1, lanes, specialisation => KernelCompiler.Compile(specialisation));
            var (expectedFloats, expectedInts) = Run(TestDevices.Get("ilgpu:cpu"), specialisation);
            var (floats, ints) = Run(cpu, specialisation);
            for (var i = 0; i < Elements; i++)
            {
                Assert.True(expectedInts[i] == ints[i],
                    $"{kernel}, group {group}, {lanes} lanes: integer {i} is {ints[i]}, not {expectedInts[i]}.");
                Assert.True(expectedFloats[i].Equals(floats[i]),
                    $"{kernel}, group {group}, {lanes} lanes: float {i} is {floats[i]}, not {expectedFloats[i]}.");
            }
        }
    }

    private static (float[] Floats, int[] Ints) Run(Device device, KernelSpecialisation specialisation)
    {
        using var x = device.CreateBuffer(Elements * 4);
        using var y = device.CreateBuffer(Elements * 4);
        using var n = device.CreateBuffer(Elements * 4);
        var floats = new float[Elements];
        var ints = new int[Elements];
        var inputs = new float[Elements];
        for (var i = 0; i < Elements; i++)
        {
            inputs[i] = (((i * 37) % 101) - 50) * 0.25f;
            ints[i] = ((i * 53) % 97) - 20;
            floats[i] = -1000 - i;
        }

        x.Write(MemoryMarshal.AsBytes(inputs.AsSpan()));
        y.Write(MemoryMarshal.AsBytes(floats.AsSpan()));
        n.Write(MemoryMarshal.AsBytes(ints.AsSpan()));
        var kernel = device.Compile(specialisation);
        var arguments = KernelArguments.Pack(specialisation, x.View<float>(0, Elements), y.View<float>(0, Elements),
            n.View<int>(0, Elements), 7);
        using var recording = device.Record([new([new(kernel, new(2), arguments, "test")])]);
        recording.Run();
        y.Read(MemoryMarshal.AsBytes(floats.AsSpan()));
        n.Read(MemoryMarshal.AsBytes(ints.AsSpan()));
        return (floats, ints);
    }
}

/// <summary>Kernels for <see cref="CpuKernelTests"/>: every thread owns the elements of its own number.</summary>
public static class CpuTestKernels
{
    private static int Thread => (((((Grid.IdxX * Group.DimZ) + Group.IdxZ) * Group.DimY) + Group.IdxY)
        * Group.DimX) + Group.IdxX;

    private static int Local =>
        (((Group.IdxZ * Group.DimY) + Group.IdxY) * Group.DimX) + Group.IdxX;

    [Kernel]
    public static void CopyScaled(ArrayView<float> x, ArrayView<float> y, ArrayView<int> n, int k) => y[Thread] = x[Thread] * k;

    [Kernel]
    public static void DivergentIf(ArrayView<float> x, ArrayView<float> y, ArrayView<int> n, int k)
    {
        var i = Thread;
        if (x[i] > 0f)
        {
            y[i] = x[i] * 2f;
            if (Group.IdxX % 3 == 1)
                n[i] = k;
        }
        else
        {
            y[i] = x[i + 1] - 1f;
            n[i] += 1;
        }
    }

    [Kernel]
    public static void DivergentValues(ArrayView<float> x, ArrayView<float> y, ArrayView<int> n, int k)
    {
        var i = Thread;
        var value = 1f;
        var count = k;
        if (x[i] > 3f)
        {
            value = x[k] + x[i];
            count += Group.IdxX;
        }
        else if (x[i] < -3f)
        {
            value = x[i] * x[i];
            if (n[i] > 10)
                count = 3;
        }

        y[i] = value;
        n[i] = count;
    }

    [Kernel]
    public static void DivergentLoop(ArrayView<float> x, ArrayView<float> y, ArrayView<int> n, int k)
    {
        var i = Thread;
        var sum = 0f;
        var turns = 0;
        for (var j = 0; j < Group.IdxX + k; j++)
        {
            sum = KernelMath.Fma(x[i + j], x[j], sum);
            if (sum > 60f)
                break;
            if (n[i] % 3 == 0 && j % 2 == 0)
                continue;
            turns += j;
        }

        y[i] = sum;
        n[i] = turns;
    }

    [Kernel]
    public static void CollatzLikeLoop(ArrayView<float> x, ArrayView<float> y, ArrayView<int> n, int k)
    {
        var i = Thread;
        var value = KernelMath.Max(n[i], 1);
        var steps = 0;
        while (value != 1 && steps < 50)
        {
            value = (value & 1) == 0 ? value >> 1 : (value * 3) + 1;
            steps++;
        }

        n[i] = steps;
        y[i] = value;
    }

    [Kernel]
    public static void UniformNestedLoops(ArrayView<float> x, ArrayView<float> y, ArrayView<int> n, int k)
    {
        var i = Thread;
        var sum = 0f;
        for (var a = 0; a < k; a++)
        {
            for (var b = a; b < k; b += 2)
                sum += x[(a * k) + b + Group.IdxX] * x[(b * 3) + 1];
            if (x[a] > 8f)
                break;
        }

        y[i] = sum;
    }

    [Kernel]
    public static void FibonacciRing(ArrayView<float> x, ArrayView<float> y, ArrayView<int> n, int k)
    {
        var i = Thread;
        var (a, b, c) = (n[i], (int)(x[i] * 4f), k);
        for (var j = 0; j < k; j++)
            (a, b, c) = (b, c, a + j);
        n[i] = a + (b * 3) + (c * 5);
    }

    [Kernel]
    public static void StridedAccess(ArrayView<float> x, ArrayView<float> y, ArrayView<int> n, int k)
    {
        var i = Thread;
        y[i] = x[(Group.IdxX * 3) + 1] + x[Group.IdxX * k] + x[(k * 8) - Group.IdxX];
        n[i] = n[i] + Group.IdxX;
    }

    [Kernel]
    public static void GatheredAccess(ArrayView<float> x, ArrayView<float> y, ArrayView<int> n, int k)
    {
        var i = Thread;
        y[i] = x[((n[i] * n[i]) + k) % 500];
    }

    [Kernel]
    public static void ScatteredStores(ArrayView<float> x, ArrayView<float> y, ArrayView<int> n, int k)
    {
        var i = Thread;
        y[Elements(i)] = x[i];

        static int Elements(int at) => 511 - at;
    }

    [Kernel]
    public static void IntegerDivision(ArrayView<float> x, ArrayView<float> y, ArrayView<int> n, int k)
    {
        var i = Thread;
        n[i] = (n[i] / k) + (n[i] % k * 100) + (n[i] / 5) + (1000 / (n[i] == 0 ? 1 : n[i])) + (Grid.IdxX / k);
    }

    [Kernel]
    public static void UniformStoreOfUniformValue(ArrayView<float> x, ArrayView<float> y, ArrayView<int> n, int k)
    {
        y[Grid.IdxX] = x[Grid.IdxX + k];
        if (Local == 0)
            n[Grid.IdxX + 2] = k;
    }

    [Kernel]
    public static void ExponentialOfEach(ArrayView<float> x, ArrayView<float> y, ArrayView<int> n, int k)
    {
        var i = Thread;
        y[i] = KernelMath.Exp(x[i]) + KernelMath.Sigmoid(x[i + 1]) + KernelMath.Erf(x[i]);
        n[i] = (int)(x[i] * 10f);
    }

    [Kernel]
    public static void ReverseThroughShared(ArrayView<float> x, ArrayView<float> y, ArrayView<int> n, int k)
    {
        var shared = SharedMemory.Allocate<float>(128);
        var local = Local;
        var count = Group.DimX * Group.DimY * Group.DimZ;
        var mine = x[Thread] * 2f;
        shared[local] = mine;
        Group.Barrier();
        y[Thread] = shared[count - 1 - local] + mine;
    }

    [Kernel]
    public static void TreeSum(ArrayView<float> x, ArrayView<float> y, ArrayView<int> n, int k)
    {
        var shared = SharedMemory.Allocate<float>(128);
        var local = Local;
        shared[local] = x[Thread];
        Group.Barrier();
        var total = 0f;
        for (var step = 32; step > 0; step >>= 1)
        {
            var other = local + step < Group.DimX * Group.DimY * Group.DimZ ? shared[local + step] : 0f;
            Group.Barrier();
            if (local < step)
                shared[local] += other;
            total += other;
            Group.Barrier();
        }

        y[Thread] = total;
        if (local == 0)
            n[Grid.IdxX] = (int)shared[0];
    }

    [Kernel]
    public static void BarrierInUniformIfAndLoop(ArrayView<float> x, ArrayView<float> y, ArrayView<int> n, int k)
    {
        var shared = SharedMemory.Allocate<int>(128);
        var local = Local;
        var count = Group.DimX * Group.DimY * Group.DimZ;
        var a = n[Thread];
        var b = local;
        shared[local] = 0;
        Group.Barrier();
        for (var turn = 0; turn < k; turn++)
        {
            if (turn % 2 == Grid.IdxX)
            {
                shared[local] = a + b;
                Group.Barrier();
                var next = shared[(local + 1) % count];
                Group.Barrier();
                (a, b) = (b, next);
            }
            else
            {
                a += turn;
            }

            if (shared[0] > 1000000 + k)
                break;
        }

        n[Thread] = a - b;
        y[Thread] = b;
    }

    [Kernel]
    public static void AtomicCounts(ArrayView<float> x, ArrayView<float> y, ArrayView<int> n, int k)
    {
        if (x[Thread] > 0f)
            Atomic.Add(ref n[500], Group.IdxX + 1);
        Atomic.Add(ref n[501 + (Group.IdxX % 3)], k);
    }

    [Kernel]
    public static void EarlyReturn(ArrayView<float> x, ArrayView<float> y, ArrayView<int> n, int k)
    {
        var i = Thread;
        if (Group.IdxX >= k)
            return;
        for (var j = 0; j < 5; j++)
        {
            if (n[i + j] == 13)
                return;
            y[i] = j;
        }

        n[i] = 77;
    }
}
