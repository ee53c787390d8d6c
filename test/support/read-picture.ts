import { createCanvas, loadImage } from '@napi-rs/canvas';

/** A picture as it is seen. A dot is written `rrggbbaa` in hexadecimal digits. */
export type ReadPicture = {
  readonly size: readonly [width: number, height: number];
  dotAt(x: number, y: number): string;
  /** How many there are. */
  dotsOf(dot: string): number;
  readonly rows: readonly Buffer[];
};

export async function readPicture(file: Buffer): Promise<ReadPicture> {
  const image = await loadImage(file);
  const { width, height } = image;
  const page = createCanvas(width, height).getContext('2d');
  page.drawImage(image, 0, 0);
  const dots = Buffer.from(page.getImageData(0, 0, width, height).data);
  return {
    size: [width, height],
    dotAt: (x, y) => dots.toString('hex', 4 * (y * width + x), 4 * (y * width + x + 1)),
    dotsOf: (dot) => {
      const wanted = Number.parseInt(dot, 16);
      return Array.from({ length: width * height }, (_, at) => dots.readUInt32BE(4 * at)).filter(
        (one) => one === wanted,
      ).length;
    },
    rows: Array.from({ length: height }, (_, y) => dots.subarray(4 * y * width, 4 * (y + 1) * width)),
  };
}
